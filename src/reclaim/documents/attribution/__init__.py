"""Who is said to have said what: rules on the parse of one paragraph."""
