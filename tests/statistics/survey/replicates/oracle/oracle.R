# Makes expected.csv, converted.csv and variance.csv with R survey 4.1-1: Rscript oracle.R. Where there is no pairs.csv it is
# made (synthetic); where it has no replicates they are added.
# What mainstay.statistics.survey must give to 1e-9: expected.csv from replicate weights in pairs.csv, converted.csv
# from replicates made of the design of pairs.csv and of ../../oracle/people.csv.
suppressMessages(library(survey)); options(warn = -1, digits = 17)
if (file.exists("pairs.csv")) {
rows <- read.csv("pairs.csv", na.strings = "")
} else {
set.seed(47)
rows <- NULL
for (s in letters[1:6]) for (u in 1:2) {
  level <- rnorm(1, 0, 0.4)
  for (h in seq_len(sample(4:7, 1))) {
    employed <- rbinom(1, 1, plogis(0.6 + level)); age <- sample(15:70, 1)
    rows <- rbind(rows, data.frame(stratum = s, unit = u, weight = round(runif(1, 4, 40), 3), age, employed,
      sex = sample(c("female", "male"), 1), hours = if (employed) sample(8:60, 1) else 0,
      income = round(exp(5.5 + level + 0.02 * age + rnorm(1, 0, 0.5)), 2),
      status = sample(c("employee", "family", "own"), 1)))
  }
}
rows$year <- 2020 + rows$employed + rows$age / 100
rows$place <- ifelse(rows$stratum == "a" & rows$unit == 1, "camp", ifelse(rows$stratum < "d", "town", "village"))
rows$units <- rep(c(9, 14, 20, 6, 30, 11), table(rows$stratum))
rows$income[sample(nrow(rows), 4)] <- NA
rows$weight[7] <- 0
}
if (!"jk_1" %in% names(rows)) {
base <- svydesign(id = ~unit, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE)
single <- svydesign(id = ~I(paste(stratum, unit)), weights = ~weight, data = rows)
put <- function(name, design, whole) {
  w <- as.matrix(design$repweights)
  if (whole) w <- w * rows$weight
  w <- round(w, 6); colnames(w) <- paste0(name, "_", seq_len(ncol(w)))
  rows <<- cbind(rows, w)
}
put("jk", as.svrepdesign(base, "JKn"), TRUE); put("jkf", as.svrepdesign(base, "JKn"), FALSE)
put("jack", as.svrepdesign(single, "JK1"), FALSE)
put("brr", as.svrepdesign(base, "BRR"), TRUE); put("fay", as.svrepdesign(base, "Fay", fay.rho = 0.3), TRUE)
put("boot", as.svrepdesign(base, "subbootstrap", replicates = 15), TRUE)
write.csv(rows, "pairs.csv", row.names = FALSE, na = "")
}
rows <- read.csv("pairs.csv", na.strings = "", stringsAsFactors = TRUE)
people <- read.csv("../../oracle/people.csv", na.strings = "", stringsAsFactors = TRUE)

out <- NULL
note <- function(design, statistic, x, data, domain, variable = NULL, ci = NULL, de = NULL) {
  d <- degf(data)
  if (is.null(ci)) ci <- tryCatch(confint(x, df = d), error = function(e) coef(x) + outer(as.vector(SE(x)), qt(c(.025, .975), d)))
  if (is.null(de)) de <- as.vector(tryCatch({ m <- deff(x); if (is.matrix(m) && nrow(m) == ncol(m)) diag(m) else m }, error = function(e) NA))
  out <<- rbind(out, data.frame(design, statistic, variable = if (is.null(variable)) names(coef(x)) else variable,
    domain, estimate = as.vector(coef(x)), se = as.vector(SE(x)), low = ci[, 1], high = ci[, 2], deff = de, df = d))
}
ask <- function(name, d, by, domains, linear = FALSE) for (value in c("", domains)) {
  part <- if (value == "") d else d[which(d$variables[[by]] == value), ]
  full <- function(v) part[!is.na(part$variables[[v]]), ]
  note(name, "total", svytotal(~income, part, na.rm = TRUE, deff = TRUE), full("income"), value)
  note(name, "total", svytotal(~status, part, na.rm = TRUE, deff = TRUE), full("status"), value)
  if (linear) next
  note(name, "mean", svymean(~income, part, na.rm = TRUE, deff = TRUE), full("income"), value)
  note(name, "mean", svymean(~year, part, deff = TRUE), part, value)
  note(name, "mean", svymean(~status, part, na.rm = TRUE, deff = TRUE), full("status"), value)
  r <- svyratio(~income, ~hours, part, na.rm = TRUE)  # its deff fails on replicates: that of the residuals' total
  part$variables$rest <- part$variables$income - as.vector(coef(r)) * part$variables$hours
  note(name, "ratio", r, full("income"), value, variable = "income/hours",
    de = as.vector(deff(svytotal(~rest, part, na.rm = TRUE, deff = TRUE))))
  for (method in c("xlogit", "beta", "asin", "mean")) {
    p <- svyciprop(~employed, part, method = method)
    note(name, sub("xlogit", "logit", method), p, part, value, variable = "employed", ci = matrix(attr(p, "ci"), 1),
      de = NA)
  }
}
columns <- function(name) rows[, grep(paste0("^", name, "_"), names(rows))]
rep_design <- function(name, ...) svrepdesign(data = rows, repweights = columns(name), weights = ~weight, ...)
half <- rep(0.5, 12); uneven <- c(0, seq(0.1, 1.1, length.out = 11))
given <- list(
  jkn = rep_design("jk", type = "JKn", rscales = half, mse = FALSE),
  jkn_factors = rep_design("jkf", type = "JKn", combined.weights = FALSE, mse = TRUE),
  jk1_factors = rep_design("jack", type = "JK1", combined.weights = FALSE, mse = FALSE),
  jk1 = rep_design("jk", type = "JK1", mse = TRUE),
  jk2 = rep_design("jk", type = "JK2", mse = FALSE),
  brr = rep_design("brr", type = "BRR", mse = FALSE),
  fay = rep_design("fay", type = "Fay", rho = 0.3, mse = TRUE),
  bootstrap = rep_design("boot", type = "bootstrap", mse = FALSE),
  bootstrap_scaled = rep_design("boot", type = "bootstrap", scale = 0.09, mse = TRUE),
  sdr = rep_design("brr", type = "ACS", mse = FALSE),
  other = rep_design("jk", type = "other", scale = 0.7, rscales = uneven, mse = FALSE),
  other_mse = rep_design("jkf", type = "other", scale = 0.7, rscales = uneven, mse = TRUE, combined.weights = FALSE))
for (name in names(given)) ask(name, given[[name]], "place", c("camp", "town", "village"))
save_as <- function(file) {
  out$deff[is.na(out$deff)] <- NaN
  write.csv(format(out, digits = 17, trim = TRUE), file, row.names = FALSE, quote = FALSE); out <<- NULL
}
save_as("expected.csv")

pairs <- function(...) svydesign(id = ~unit, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE, ...)
towns <- function(strata = ~region, ...)
  svydesign(id = ~town, strata = strata, weights = ~weight, data = people, nest = TRUE, ...)
people$key <- paste(people$region, people$town)
ask("jk1", as.svrepdesign(svydesign(id = ~key, weights = ~weight, data = people), "JK1"), "sex", "female")
people$whole <- 91
ask("jk1_fpc", as.svrepdesign(svydesign(id = ~key, weights = ~weight, data = people, fpc = ~whole), "JK1", mse = TRUE),
  "sex", "female")
ask("jkn", as.svrepdesign(towns(), "JKn"), "sex", "female")
ask("jkn_mse", as.svrepdesign(towns(), "JKn", mse = TRUE), "sex", "female")
ask("jkn_fpc", as.svrepdesign(towns(fpc = ~towns), "JKn"), "sex", "female")
people$towns[people$region == "west"] <- 2
ask("jkn_certain", as.svrepdesign(towns(fpc = ~towns), "JKn"), "sex", "female")
for (rule in c("remove", "adjust", "average")) {
  options(survey.lonely.psu = rule)
  ask(paste0("jkn_", rule), as.svrepdesign(towns(~thin), "JKn"), "sex", "female")
}
options(survey.lonely.psu = "fail")
ask("brr", as.svrepdesign(pairs(), "BRR"), "place", c("town", "village"), linear = TRUE)
ask("fay", as.svrepdesign(pairs(), "Fay", fay.rho = 0.3), "place", c("town", "village"), linear = TRUE)
even <- people[people$region %in% c("north", "south", "west"), ]
ask("brr_split", as.svrepdesign(svydesign(id = ~town, strata = ~region, weights = ~weight, data = even, nest = TRUE), "BRR"),
  "sex", "female", linear = TRUE)
people$old <- as.numeric(people$age >= 40)
ask("jkn_poststratified", postStratify(as.svrepdesign(towns(), "JKn"), ~old, data.frame(old = 0:1, Freq = c(610, 720))),
  "sex", "female")
ask("jkn_calibrated", calibrate(as.svrepdesign(towns(), "JKn"), ~age + old, c(`(Intercept)` = 1300, age = 52000, old = 700)),
  "sex", "female")
save_as("converted.csv")

part <- function(d, domain) if (domain == "") d else d[which(d$variables$place == domain), ]
for (name in c("jkn", "brr", "other_mse")) for (domain in c("", "town")) {
  d <- part(given[[name]], domain)
  v <- svyvar(~income, d, na.rm = TRUE)
  note(name, "variance", v, d[!is.na(d$variables$income), ], domain, variable = "income", ci = matrix(NA, 1, 2), de = NA)
}
save_as("variance.csv")
