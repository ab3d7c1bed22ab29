# Makes rounds.csv from panel.csv with R survey 4.1-1: Rscript rounds.R
# What changed between two rounds in one design over both, by hand of svycontrast. A stratum of which a cluster is in
# both rounds stands once, a stratum that was drawn anew once for each round.
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 17)
rows <- read.csv("panel.csv", stringsAsFactors = TRUE)
rows$insured <- as.numeric(rows$insured == "yes")
unit <- paste(rows$stratum, rows$cluster)
both <- intersect(unit[rows$round == "before"], unit[rows$round == "after"])
common <- unique(rows$stratum[unit %in% both])
rows$part <- ifelse(rows$stratum %in% common, as.character(rows$stratum), paste(rows$round, rows$stratum))
people <- c(north = 3000, south = 2000, west = 1000)
asked <- ave(rep(1, nrow(rows)), rows$round, rows$stratum, FUN = sum)
rows$weight <- people[as.character(rows$stratum)] / asked
whole <- svydesign(id = ~cluster, strata = ~part, weights = ~weight, data = rows, nest = TRUE)
out <- NULL
for (sex in c("", "F", "M")) {
  part <- if (sex == "") whole else whole[whole$variables$sex == sex, ]
  add <- function(field, statistic, by) {
    gap <- svycontrast(by, c(after = 1, before = -1))
    out <<- rbind(out, data.frame(sex, field, statistic, estimate = as.vector(coef(gap)), se = as.vector(SE(gap)),
      apart = sqrt(sum(SE(by)^2))))
  }
  add("Q_HHD_13", "proportion", svyby(~insured, ~round, part, svymean, covmat = TRUE))
  add("Q_HHD_04_now", "mean", svyby(~now, ~round, part, svymean, covmat = TRUE))
  add("Q_HHD_04_ratio", "ratio", svyby(~now, ~round, part, svyratio, denominator = ~past, covmat = TRUE))
}
write.csv(out, "rounds.csv", row.names = FALSE, quote = FALSE)
