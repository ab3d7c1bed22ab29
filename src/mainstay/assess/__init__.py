"""From what happened to what it took: scope, questions, answers, estimates, evidence, options, a frozen baseline."""
