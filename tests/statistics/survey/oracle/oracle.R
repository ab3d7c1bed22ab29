# Makes expected.csv from people.csv with R survey 4.1-1, and people.csv (synthetic) where there is none: Rscript oracle.R
# The values in expected.csv are what mainstay.statistics.survey must give to 1e-9.
suppressMessages(library(survey))
if (!file.exists("people.csv")) {
set.seed(20261)
sizes <- list(north = c(30, 6), south = c(24, 4), east = c(40, 5), west = c(12, 2))  # towns in all, drawn
rows <- NULL
for (s in names(sizes)) for (u in seq_len(sizes[[s]][2])) {
  whole <- sample(14:30, 1); drawn <- sample(4:9, 1); level <- rnorm(1, 0, 0.4)
  for (h in seq_len(drawn)) {
    sex <- sample(c("female", "male"), 1); age <- sample(15:70, 1)
    employed <- rbinom(1, 1, plogis(0.4 + level + 0.5 * (sex == "male")))
    income <- round(exp(5.5 + level + 0.02 * age + rnorm(1, 0, 0.5)), 2)
    hours <- if (employed) sample(8:60, 1) else 0
    rows <- rbind(rows, data.frame(region = s, town = u, household = h, towns = sizes[[s]][1],
      households = whole, weight = round(sizes[[s]][1] / sizes[[s]][2] * whole / drawn * runif(1, .8, 1.2), 4),
      sex, age, employed, hours, income, status = sample(c("employee", "family", "own"), 1)))
  }
}
rows$income[sample(nrow(rows), 9)] <- NA
rows$status[sample(nrow(rows), 6)] <- NA
rows$sex[sample(nrow(rows), 3)] <- NA
rows$weight[c(5, 50)] <- 0
rows$thin <- ifelse(rows$region == "west", paste0("w", rows$town), rows$region)  # two strata of one town
rows$year <- 2020 + rows$employed + rows$age / 100
write.csv(rows, "people.csv", row.names = FALSE, na = "")
}
rows <- read.csv("people.csv", na.strings = "", stringsAsFactors = TRUE)

out <- NULL
note <- function(design, statistic, x, data, domain = "", variable = NULL, ci = NULL, de = NULL) {
  d <- degf(data)
  if (is.null(ci)) ci <- confint(x, df = d)
  if (is.null(de)) de <- tryCatch({ m <- deff(x); if (is.matrix(m) && nrow(m) == ncol(m)) diag(m) else as.vector(m) }, error = function(e) NA)
  out <<- rbind(out, data.frame(design, statistic, variable = if (is.null(variable)) names(coef(x)) else variable,
    domain, estimate = as.vector(coef(x)), se = as.vector(SE(x)), low = ci[, 1], high = ci[, 2], deff = de, df = d))
}
designs <- list(
  simple = svydesign(id = ~1, weights = ~weight, data = rows),
  stratified = svydesign(id = ~1, strata = ~region, weights = ~weight, data = rows),
  clustered = svydesign(id = ~town, strata = ~region, weights = ~weight, data = rows, nest = TRUE),
  first_stage = svydesign(id = ~town, strata = ~region, weights = ~weight, fpc = ~towns, data = rows, nest = TRUE),
  two_stage = svydesign(id = ~town + household, strata = ~region, weights = ~weight, fpc = ~towns + households,
    data = rows, nest = TRUE),
  implied = svydesign(id = ~town + household, strata = ~region, fpc = ~towns + households, data = rows, nest = TRUE))
for (rule in c("remove", "adjust", "average"))
  designs[[paste0("lonely_", rule)]] <- svydesign(id = ~town, strata = ~thin, weights = ~weight, data = rows, nest = TRUE)
for (name in names(designs)) {
  d <- designs[[name]]
  options(survey.lonely.psu = if (startsWith(name, "lonely_")) sub("lonely_", "", name) else "fail")
  full <- function(v, data) subset(data, !is.na(data$variables[[v]]))
  for (sex in c("", "female", "male")) {
    part <- if (sex == "") d else subset(d, !is.na(sex) & sex == get("sex", envir = globalenv()))
    if (sex != "") { wanted <- sex; part <- d[which(d$variables$sex == wanted), ] }
    note(name, "mean", svymean(~income, part, na.rm = TRUE, deff = TRUE), full("income", part), sex)
    note(name, "mean", svymean(~year, part, deff = TRUE), part, sex)
    note(name, "total", svytotal(~income, part, na.rm = TRUE, deff = TRUE), full("income", part), sex)
    note(name, "mean", svymean(~status, part, na.rm = TRUE, deff = TRUE), full("status", part), sex)
    note(name, "total", svytotal(~status, part, na.rm = TRUE, deff = TRUE), full("status", part), sex)
    note(name, "ratio", svyratio(~income, ~hours, part, na.rm = TRUE, deff = TRUE), full("income", part), sex,
      variable = "income/hours")
    for (method in c("xlogit", "beta", "asin", "mean")) {
      p <- svyciprop(~employed, part, method = method)
      note(name, sub("xlogit", "logit", method), p, part, sex, variable = "employed",
        ci = matrix(attr(p, "ci"), 1), de = NA)
    }
  }
}
options(digits = 17)
out$deff[is.na(out$deff)] <- NaN
write.csv(format(out, digits = 17, trim = TRUE), "expected.csv", row.names = FALSE, quote = FALSE)
