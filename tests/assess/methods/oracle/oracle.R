# Makes jobs.csv (synthetic) and expected.csv with R survey 4.1-1: Rscript oracle.R
# The values in expected.csv are what the measures over survey rows must give to 1e-9.
suppressMessages(library(survey))
set.seed(20262)
rows <- NULL
for (a in c("hill", "coast", "town")) for (p in 1:4) {
  level <- rnorm(1, 0, 0.15)
  for (i in seq_len(sample(7:10, 1))) {
    sex <- sample(c("f", "m"), 1); school <- sample(c("low", "high"), 1)
    hours <- sample(c(20, 36, 40, 48, 54, 60), 1)
    hourly <- exp(2 + level + 0.35 * (school == "high") + 0.12 * (sex == "m") + rnorm(1, 0, 0.35))
    rows <- rbind(rows, data.frame(area = a, psu = p, weight = round(runif(1, 20, 90), 3), sex, school,
      employed = 1, employee = rbinom(1, 1, 0.8), hours, pay = round(hourly * hours * 52 / 12, 2),
      informal = rbinom(1, 1, 0.5), unsafe = rbinom(1, 1, 0.25), unprotected = rbinom(1, 1, 0.6)))
  }
}
none <- sample(nrow(rows), 8)
rows[none, c("employed", "employee", "informal", "unsafe", "unprotected")] <- 0
rows[none, c("hours", "pay")] <- NA
rows$pay[sample(which(rows$employee == 1), 4)] <- NA
write.csv(rows, "jobs.csv", row.names = FALSE, na = "")
rows <- read.csv("jobs.csv", na.strings = "", stringsAsFactors = TRUE)

month <- 52 / 12
rows$hourly <- rows$pay / (rows$hours * month)
paid <- rows$employee == 1 & !is.na(rows$pay)
zero <- function(x) ifelse(is.na(x), 0, x)
rows$y <- zero(rows$hourly)
rows$long <- zero(rows$hours > 48)
due <- 1300 * pmin(rows$hours / 48, 1)
rows$met <- zero(rows$pay >= due) * 1
rows$short <- zero(pmax(0, due - rows$pay) / due)
score <- 0.5 * rows$informal + 0.25 * rows$unsafe + 0.25 * rows$unprotected
rows$many <- (score >= 0.5) * 1
rows$censored <- rows$many * score
rows$many_unsafe <- rows$many * rows$unsafe
whole <- svydesign(~psu, strata = ~area, weights = ~weight, nest = TRUE, data = rows)
staff <- subset(whole, paid)
worked <- subset(whole, rows$employed == 1)

out <- NULL
put <- function(name, area, estimate, se) out <<- rbind(out, data.frame(name, area,
  estimate = format(estimate, digits = 17), se = if (is.null(se)) "" else format(se, digits = 17)))
of <- function(name, area, found) put(name, area, as.numeric(coef(found))[1], as.numeric(SE(found))[1])
median_of <- function(d) coef(svyquantile(~y, d, 0.5, qrule = "math", ci = FALSE))
threshold <- 2 / 3 * as.numeric(median_of(staff))
put("median", "", as.numeric(median_of(staff)), NULL)
for (place in c("", levels(rows$area))) {
  here <- function(d) if (place == "") d else subset(d, area == place)
  s <- here(staff); w <- here(worked)
  of("totals", place, svyratio(~pay, ~I(hours * month), s))
  of("persons", place, svymean(~y, s))
  of("low_pay", place, svymean(~I((y < threshold) * 1), s))
  of("compliance", place, svymean(~met, s))
  of("gap_depth", place, svymean(~short, s))
  of("gap_of_underpaid", place, svyratio(~short, ~I(1 - met), s))
  of("long", place, svymean(~long, w))
  of("headcount", place, svymean(~many, w))
  of("intensity", place, svyratio(~censored, ~many, w))
  of("adjusted", place, svymean(~censored, w))
  of("censored_unsafe", place, svymean(~many_unsafe, w))
  by_sex <- svyby(~y, ~sex, s, svymean, covmat = TRUE)
  of("pay_gap", place, svycontrast(by_sex, quote((m - f) / m)))
  put("median_gap", place, 1 - as.numeric(median_of(subset(s, sex == "f"))) /
    as.numeric(median_of(subset(s, sex == "m"))), NULL)
  parts <- svytotal(~I(y * (sex == "f") * (school == "low")) + I(1 * (sex == "f") * (school == "low")) +
    I(y * (sex == "m") * (school == "low")) + I(1 * (sex == "m") * (school == "low")) +
    I(y * (sex == "f") * (school == "high")) + I(1 * (sex == "f") * (school == "high")) +
    I(y * (sex == "m") * (school == "high")) + I(1 * (sex == "m") * (school == "high")), s)
  names(parts) <- paste0("t", 1:8)
  attr(parts, "var") <- `dimnames<-`(attr(parts, "var"), list(names(parts), names(parts)))
  of("factor_gap", place, svycontrast(parts, quote(
    ((t2 + t4) * (1 - (t1 / t2) / (t3 / t4)) + (t6 + t8) * (1 - (t5 / t6) / (t7 / t8))) / (t2 + t4 + t6 + t8))))
}
write.csv(out, "expected.csv", row.names = FALSE, quote = FALSE)
