"""FHIR R4 as pure decisions: bytes into resources, resources into facts of care, answers to senders."""
