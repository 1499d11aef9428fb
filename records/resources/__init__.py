"""What each FHIR resource type holds and how it is shown: pure functions, no database, no HTTP."""
