# The peer of benchmarks/survey.py: means of ten variables by domain with R `survey`; prints seconds of the processor.
suppressMessages(library(survey))
given <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(given[1])
design <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = rows)
names <- paste0("y", 0:9)
spent <- system.time(found <- svyby(reformulate(names), ~domain, design, svymean, deff = TRUE))
out <- data.frame(domain = rep(found$domain, 10), variable = rep(names, each = nrow(found)),
  estimate = unlist(found[names]), se = unlist(SE(found)), deff = unlist(found[paste0("DEff.", names)]))
write.csv(format(out, digits = 17, trim = TRUE), given[2], row.names = FALSE, quote = FALSE)
cat(spent[["user.self"]] + spent[["sys.self"]], spent[["elapsed"]])
