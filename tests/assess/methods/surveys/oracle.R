# The rates of both offices by R survey: Rscript oracle.R chile.csv argentina.csv, each the parquet of this folder as CSV.
# Prints what test_published_labour_rates.py compares with.
suppressMessages(library(survey))
options(survey.lonely.psu = "certainty", digits = 17)
files <- commandArgs(trailingOnly = TRUE)

chile <- read.csv(files[1])
chile$jobless <- as.numeric(chile$cae_especifico %in% 8:9)
chile$force <- as.numeric(chile$cae_especifico %in% 1:9)
drawn <- svydesign(ids = ~conglomerado, strata = ~estrato_unico, weights = ~fact_cal, data = chile)
of_force <- subset(drawn, force == 1)
print(data.frame(svyratio(~jobless, ~force, drawn)$ratio, se = SE(svyratio(~jobless, ~force, drawn))))
for (level in 1:2) {
  part <- subset(of_force, sexo == level)
  found <- svymean(~jobless, part)
  share <- as.numeric(coef(found))
  se <- as.numeric(SE(found))
  # the logit interval from these; svyciprop stops its iterations at 1e-8
  ends <- plogis(qlogis(share) + c(-1, 1) * qt(0.975, degf(part)) * se / (share * (1 - share)))
  cat("sexo", level, nrow(part), degf(part), format(c(share, se, ends), digits = 17), "\n")
}

options(survey.lonely.psu = "adjust")
argentina <- read.csv(files[2])
argentina$jobless <- as.numeric(argentina$ESTADO == 2)
argentina$force <- as.numeric(argentina$ESTADO %in% 1:2)
argentina$short <- as.numeric(argentina$ESTADO == 1 & argentina$INTENSI %in% 1:2)
drawn <- svydesign(ids = ~CODUSU, strata = ~AGLOMERADO, weights = ~PONDERA, nest = TRUE, data = argentina)
both <- svyratio(~I(jobless + short), ~force, drawn)
print(c(coef(both), SE(both)))
