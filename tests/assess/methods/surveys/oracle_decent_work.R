# Decent work in Argentina, 2015 Q2, by R survey: Rscript oracle_decent_work.R argentina_2015q2.csv, the parquet as CSV.
# Prints argentina_decent_work.csv, with which test_decent_work_of_surveys.py compares.
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 17)
d <- read.csv(commandArgs(trailingOnly = TRUE)[1])

d$employed <- as.numeric(d$ESTADO == 1)
d$employee <- as.numeric(d$ESTADO == 1 & d$CAT_OCUP == 3)
d$week <- ifelse(d$PP3E_TOT %in% c(0, 999), NA, d$PP3E_TOT)
d$hourly <- ifelse(d$employee == 1 & d$P21 > 0, signif(d$P21 / (d$week * 52 / 12), 12), NA)
d$paid <- as.numeric(!is.na(d$hourly))
d$all_hours <- ifelse(d$PP3E_TOT == 999 | d$PP3F_TOT == 999, NA, d$PP3E_TOT + d$PP3F_TOT)
drawn <- svydesign(ids = ~CODUSU, strata = ~AGLOMERADO, weights = ~PONDERA, nest = TRUE, data = d)
middle <- as.numeric(coef(svyquantile(~hourly, subset(drawn, paid == 1), 0.5, qrule = "math")))
due <- 4716 * pmin(d$week, 48) / 48
month <- d$hourly * d$week * 52 / 12
d$low <- as.numeric(d$hourly < middle * 2 / 3 * (1 - 1e-9))
d$under <- as.numeric(month < floor(due * (1 + 1e-9) / 0.01) * 0.01 - 0.005)
d$short <- ifelse(d$under == 1, (due - month) / due, 0)
d$long <- as.numeric(d$all_hours > 48)
d$poor <- as.numeric(d$IPCF < 1500)
d$week_pay <- d$hourly * d$week
d$woman <- as.numeric(d$CH04 == 2)
drawn <- svydesign(ids = ~CODUSU, strata = ~AGLOMERADO, weights = ~PONDERA, nest = TRUE, data = d)

told <- function(code, sex, value, error, n) {
  cat(sprintf("%s,%s,%.17g,%.17g,%d\n", code, sex, as.numeric(value), as.numeric(error), n))
}
mean_of <- function(code, name, part, sex) {
  held <- subset(part, !is.na(part$variables[[name]]))
  found <- svymean(as.formula(paste0("~", name)), held)
  told(code, sex, coef(found), SE(found), nrow(held))
}
measures <- function(part, sex) {
  paid <- subset(part, paid == 1)
  mean_of("EARNINGS_MEAN", "hourly", paid, sex)
  found <- svyquantile(~hourly, paid, 0.5, qrule = "math", interval.type = "mean", ci = TRUE)
  told("EARNINGS_MEDIAN", sex, coef(found), SE(found), nrow(paid))
  found <- svyratio(~week_pay, ~week, paid)
  told("EARNINGS_PAID_HOUR", sex, coef(found), SE(found), nrow(paid))
  mean_of("LOW_PAY", "low", paid, sex)
  mean_of("BELOW_MINIMUM", "under", paid, sex)
  found <- svyratio(~short, ~under, paid)
  told("MINIMUM_SHORT", sex, coef(found), SE(found), sum(paid$variables$under))
  mean_of("MINIMUM_DEPTH", "short", paid, sex)
  works <- subset(part, employed == 1)
  mean_of("LONG_HOURS", "long", works, sex)
  mean_of("WORKING_POOR", "poor", works, sex)
}
cat("code,sex,estimate,se,n\n")
measures(drawn, "")
measures(subset(drawn, woman == 0), "Men")
measures(subset(drawn, woman == 1), "Women")
paid <- subset(drawn, paid == 1)
means <- svyby(~hourly, ~woman, paid, svymean, covmat = TRUE)
gap <- svycontrast(means, quote((`0` - `1`) / `0`))
told("PAY_GAP_MEAN", "", coef(gap), SE(gap), nrow(paid))

# Groups of like employees with women and men: the gap as a function of totals of pay and persons, errors by the delta method.
ages <- cut(pmax(d$CH06, 0), c(0, 15, 25, 35, 45, 55, 65, Inf), right = FALSE)
d$group <- interaction(ifelse(d$NIVEL_ED %in% c(0, 9), NA, d$NIVEL_ED), ages, d$week < 35, drop = TRUE)
usable <- d$paid == 1 & !is.na(d$group)
both <- intersect(unique(d$group[usable & d$woman == 1]), unique(d$group[usable & d$woman == 0]))
inside <- usable & d$group %in% both
columns <- function(of, sex) sapply(both, function(g) ifelse(inside & d$group == g & d$woman == sex, of, 0))
parts <- cbind(columns(ifelse(inside, d$hourly, 0), 1), columns(1, 1), columns(ifelse(inside, d$hourly, 0), 0), columns(1, 0))
drawn <- svydesign(ids = ~CODUSU, strata = ~AGLOMERADO, weights = ~PONDERA, nest = TRUE, data = d)
totals <- svytotal(parts, drawn)
held <- matrix(coef(totals), ncol = 4)
female <- held[, 1] / held[, 2]
male <- held[, 3] / held[, 4]
size <- held[, 2] + held[, 4]
gaps <- 1 - female / male
whole <- sum(size * gaps) / sum(size)
part <- size / sum(size)
slope <- c(
  -part / (held[, 2] * male), part * female / (held[, 2] * male) + (gaps - whole) / sum(size),
  part * female / (male^2 * held[, 4]), -part * female / (male * held[, 4]) + (gaps - whole) / sum(size)
)
told("PAY_GAP_ALIKE", "", whole, sqrt(as.numeric(slope %*% vcov(totals) %*% slope)), sum(inside))
