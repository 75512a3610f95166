"""HL7 v2: messages from the hospital's systems, kept whole, applied or set aside."""
