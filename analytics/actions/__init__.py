"""Change what analytics keeps: facts, benefits, annotations, reports. Nothing of other rooms."""
