"""FHIR R4: resources from the hospital's systems, one by one or in bundles, kept whole, applied or set aside."""
