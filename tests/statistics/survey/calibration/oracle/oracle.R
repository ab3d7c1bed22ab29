# Makes weights.csv and expected.csv from households.csv (synthetic; made where there is none) with R survey 4.1-1:
# Rscript oracle.R
# survey asks MASS for a generalised inverse; where MASS is not installed a package of that one function serves.
if (!requireNamespace("MASS", quietly = TRUE)) {
  home <- file.path(tempdir(), "source", "MASS"); dir.create(file.path(home, "R"), recursive = TRUE)
  writeLines(c("Package: MASS", "Version: 0.0.1", "Title: Inverse", "Author: us", "Maintainer: us <a@b.org>", "Description: Inverse.", "License: GPL-3"), file.path(home, "DESCRIPTION"))
  writeLines("export(ginv)", file.path(home, "NAMESPACE"))
  writeLines(c("ginv <- function(X, tol = sqrt(.Machine$double.eps)) { s <- svd(X); ok <- s$d > max(tol * s$d[1], 0)",
    "  s$v[, ok, drop = FALSE] %*% (t(s$u[, ok, drop = FALSE]) / s$d[ok]) }"), file.path(home, "R", "ginv.R"))
  install.packages(home, lib = tempdir(), repos = NULL, type = "source", quiet = TRUE)
  .libPaths(c(tempdir(), .libPaths()))
}
suppressMessages(library(survey))
options(survey.lonely.psu = "fail")
if (!file.exists("households.csv")) {
set.seed(20264)
towns <- list(north = c(30, 5), south = c(24, 4), east = c(40, 5))  # in all, drawn
rows <- NULL
for (s in names(towns)) for (u in seq_len(towns[[s]][2])) {
  whole <- sample(30:60, 1); drawn <- sample(8:12, 1); level <- rnorm(1, 0, 0.3)
  for (h in seq_len(drawn)) {
    sex <- sample(c("female", "male"), 1); size <- 1 + rpois(1, 3)
    rows <- rbind(rows, data.frame(region = s, town = u, household = h, towns = towns[[s]][1], households = whole,
      weight = round(towns[[s]][1] / towns[[s]][2] * whole / drawn * runif(1, .8, 1.2), 4), sex, size,
      roof = sample(c("iron", "thatch", "tile"), 1), income = round(exp(6 + level + 0.1 * size + rnorm(1, 0, .5)), 2),
      hours = sample(8:60, 1), status = sample(c("employee", "family", "own"), 1)))
  }
}
rows$income[c(7, 60)] <- NA
write.csv(rows, "households.csv", row.names = FALSE, na = "")
}
rows <- read.csv("households.csv", na.strings = "", stringsAsFactors = TRUE)
rows$thin <- factor(paste0(rows$region, ifelse(rows$region == "south", rows$town, "")))  # strata of one town
designs <- list(
  single = svydesign(id = ~1, strata = ~region, weights = ~weight, data = rows),
  staged = svydesign(id = ~town + household, strata = ~region, weights = ~weight, fpc = ~towns + households,
    data = rows, nest = TRUE))
for (rule in c("remove", "adjust", "average"))
  designs[[rule]] <- svydesign(id = ~town, strata = ~thin, weights = ~weight, data = rows, nest = TRUE)

sized <- c(`(Intercept)` = 4300, regionnorth = 1400, regionsouth = 1150, sexmale = 2250, size = 17500)
crossed <- c(`(Intercept)` = 4300, regionnorth = 1400, regionsouth = 1150, sexmale = 2250,
  `regionnorth:sexmale` = 700, `regionsouth:sexmale` = 650)
plain <- c(regioneast = 1750, regionnorth = 1400, regionsouth = 1150, size = 17500)
slopes <- c(roofiron = 1500, roofthatch = 1450, rooftile = 1350, `sexmale` = 2250, `sexfemale:size` = 8300, `sexmale:size` = 9200)
sex <- data.frame(sex = c("female", "male"), Freq = c(2050, 2250))
region <- data.frame(region = c("east", "north", "south"), Freq = c(1750, 1400, 1150))
roof <- data.frame(roof = c("iron", "thatch", "tile"), Freq = c(1500, 1450, 1350))
cells <- data.frame(region = rep(region$region, 2), sex = rep(sex$sex, each = 3), Freq = c(830, 660, 560, 920, 740, 590))
deep <- list(maxit = 2000, epsilon = 1e-14)
fit <- function(d, ...) calibrate(d, ..., epsilon = 1e-13, maxit = 200)
sweep3 <- function(d) rake(d, list(~sex, ~region, ~roof), list(sex, region, roof), control = deep)
schemes <- list(
  linear = function(d) fit(d, ~region + sex + size, sized),
  raking = function(d) fit(d, ~region + sex + size, sized, calfun = "raking"),
  logit = function(d) fit(d, ~region + sex + size, sized, calfun = "logit", bounds = c(0.6, 1.8)),
  truncated = function(d) fit(d, ~region + sex + size, sized, bounds = c(0.8, 1.25)),
  crossed = function(d) fit(d, ~region * sex, crossed),
  plain = function(d) fit(d, ~region + size - 1, plain),
  slopes = function(d) fit(d, ~roof + sex + sex:size - 1, slopes),
  poststrata = function(d) postStratify(d, ~region + sex, cells),
  rake = sweep3,
  poststrata_rake = function(d) sweep3(postStratify(d, ~region + sex, cells)),
  rake_linear = function(d) fit(sweep3(d), ~region + sex + size, sized),
  trimmed = function(d) trimWeights(d, lower = 24, upper = 60),
  strict = function(d) trimWeights(d, lower = 25, upper = 55, strict = TRUE))

out <- NULL; weighed <- list()
note <- function(design, scheme, statistic, x, domain, variable = NULL) out <<- rbind(out, data.frame(design, scheme,
  statistic, variable = if (is.null(variable)) names(coef(x)) else variable, domain,
  estimate = as.vector(coef(x)), se = as.vector(SE(x))))
for (name in names(designs)) for (scheme in names(schemes)) {
  options(survey.lonely.psu = if (name %in% c("remove", "adjust", "average")) name else "fail")
  if (name %in% c("remove", "adjust", "average") && !scheme %in% c("linear", "poststrata_rake")) next
  d <- schemes[[scheme]](designs[[name]])
  if (name == "single") weighed[[scheme]] <- weights(d)
  for (domain in c("", "female", "male")) {
    part <- if (domain == "") d else d[which(rows$sex == domain), ]
    note(name, scheme, "mean", svymean(~income, part, na.rm = TRUE), domain)
    note(name, scheme, "total", svytotal(~income, part, na.rm = TRUE), domain)
    note(name, scheme, "mean", svymean(~status, part), domain)
    note(name, scheme, "total", svytotal(~roof, part), domain)
    note(name, scheme, "ratio", svyratio(~income, ~hours, part, na.rm = TRUE), domain, "income/hours")
  }
}
shown <- function(x) format(x, digits = 17, trim = TRUE)
write.csv(shown(as.data.frame(weighed)), "weights.csv", row.names = FALSE, quote = FALSE)
write.csv(shown(out), "expected.csv", row.names = FALSE, quote = FALSE)
