# Makes quantiles.csv, tests.csv, regressions.csv and replicates.csv from people.csv with R survey 4.1-1:
# Rscript inference.R. The values are what mainstay.statistics.survey must give to 1e-9.
suppressMessages(library(survey))
options(digits = 17, warn = -1)
rows <- read.csv("people.csv", na.strings = "", stringsAsFactors = TRUE)
rows$one <- 1
rows$poor <- as.numeric(rows$income < 600)
save <- function(table, file) write.csv(format(table, digits = 17, trim = TRUE), file, row.names = FALSE, quote = FALSE)
stratified <- function(weights) svydesign(id = ~town, strata = ~region, weights = weights, data = rows, nest = TRUE)
clustered <- stratified(~weight)
replicates <- as.svrepdesign(clustered, type = "JKn")
designs <- list(simple = svydesign(id = ~1, weights = ~weight, data = rows), clustered = clustered,
  equal = stratified(~one),
  two_stage = svydesign(id = ~town + household, strata = ~region, weights = ~weight, fpc = ~towns + households,
    data = rows, nest = TRUE),
  jackknife = replicates)
weights_of <- as.data.frame(weights(replicates, "analysis"))
names(weights_of) <- paste0("r", seq_along(weights_of))
save(weights_of, "replicates.csv")
save(data.frame(rscales = replicates$rscales * replicates$scale), "rscales.csv")
part_of <- function(d, sex) if (sex == "") d else d[which(d$variables$sex == sex), ]

# Quantiles. Two faults of R are put right: it looks one observation too far where a share lies under the first
# step, and a value between two equal ones is rounded below both, so that neither counts as "at or below".
rules <- c("math", "school", paste0("hf", 1:9))
guarded <- function(name) {
  rule <- getFromNamespace(paste0("qrule_", name), "survey")
  function(x, w, p) {
    x <- x[w > 0]; w <- w[w > 0]
    first <- if (name == "hf3") sum(w[x == min(x)]) else w[order(x)][1]
    early <- name %in% c("math", "school", "hf1", "hf2", "hf3", "hf4") && p * sum(w) < first
    if (early) min(x) else round(rule(x, w, p), 10)
  }
}
shares <- c(0.1, 0.5, 0.75)
found <- NULL
note <- function(design, variable, sex, rule, interval) {
  part <- part_of(designs[[design]], sex)
  x <- svyquantile(as.formula(paste0("~", variable)), part, shares, na.rm = TRUE, interval.type = interval,
    qrule = guarded(rule))[[1]]
  found <<- rbind(found, data.frame(design, variable, domain = sex, rule, interval, share = shares,
    estimate = x[, 1], low = x[, 2], high = x[, 3], se = x[, 4]))
}
for (sex in c("", "female", "male")) {
  for (variable in c("income", "age")) {
    for (rule in rules) for (interval in c("mean", "beta", "xlogit", "asin")) note("clustered", variable, sex, rule, interval)
    for (design in c("simple", "two_stage")) for (interval in c("mean", "xlogit")) note(design, variable, sex, "math", interval)
    for (interval in c("mean", "xlogit", "quantile")) note("jackknife", variable, sex, "school", interval)
  }
  for (rule in rules) note("equal", "age", sex, rule, "mean")
}
save(found, "quantiles.csv")

# Shares: R interpolates the likelihood interval, so its equation is solved here to the last digit as well.
profile_interval <- function(part) {
  m <- svyglm(employed ~ 1, part, family = quasibinomial, control = glm.control(epsilon = 1e-14, maxit = 50))
  p <- plogis(coef(m)); w <- m$prior.weights; y <- m$y
  fit <- function(q) -2 * sum(w * (y * log(q) + (1 - y) * log(1 - q)))
  reach <- qt(0.975, degf(part))^2 * vcov(m)[1] * sum(w) * p * (1 - p) * summary(m)$dispersion[1]
  over <- function(q) fit(q) - fit(p) - reach
  c(uniroot(over, c(1e-9, p), tol = 1e-15)$root, uniroot(over, c(p, 1 - 1e-9), tol = 1e-15)$root)
}
bands <- NULL
for (design in c("simple", "clustered", "two_stage")) for (sex in c("", "female", "male")) {
  part <- part_of(designs[[design]], sex)
  near <- attr(svyciprop(~employed, part, method = "likelihood"), "ci")
  stopifnot(abs(near - profile_interval(part)) < 5e-5)
  for (method in c("likelihood", "xlogit")) {
    ends <- if (method == "likelihood") profile_interval(part) else attr(svyciprop(~employed, part, method = "xlogit"), "ci")
    bands <- rbind(bands, data.frame(design, domain = sex, method, low = ends[1], high = ends[2]))
  }
}
save(bands, "shares.csv")

# Regressions: fitted twice, the second time from the first, so that nothing of the last step is missing.
fitted_twice <- function(formula, part, family) {
  formula <- as.formula(formula)
  first <- eval(bquote(svyglm(.(formula), part, family = .(family), control = list(epsilon = 1e-13, maxit = 60))))
  if (inherits(part, "svyrep.design")) return(first)
  eval(bquote(svyglm(.(formula), part, family = .(family), control = list(epsilon = 1e-13, maxit = 60), start = .(coef(first)))))
}
models <- list(
  c("gaussian", "income ~ age + sex"), c("gaussian", "income ~ sex * region"), c("gaussian", "income ~ 1"),
  c("gaussian", "income ~ age:sex + status - 1"), c("gaussian", "hours ~ factor(employed) + year"),
  c("gaussian", "age ~ status:sex + year - 1"),
  c("binomial", "employed ~ age + region"), c("binomial", "employed ~ sex * age"), c("binomial", "poor ~ status + sex"),
  c("poisson", "hours ~ age + sex"))
terms_of <- c("income ~ sex * region" = "sex:region", "employed ~ age + region" = "region", "income ~ age + sex" = "age",
  "poor ~ status + sex" = "status")
slopes <- NULL; terms_tested <- NULL
for (design in c("simple", "clustered", "two_stage", "jackknife")) for (sex in c("", "male")) for (model in models) {
  if (sex != "" && (grepl("sex", model[2]) || design == "jackknife")) next
  part <- part_of(designs[[design]], sex)
  family <- switch(model[1], gaussian = gaussian(), binomial = quasibinomial(), poisson = quasipoisson())
  m <- fitted_twice(model[2], part, family)
  df <- m$df.residual; b <- coef(m); se <- sqrt(diag(vcov(m))); reach <- if (df > 0) qt(0.975, df) else NaN
  slopes <- rbind(slopes, data.frame(design, domain = sex, family = model[1], formula = model[2], place = seq_along(b) - 1,
    estimate = b, se, p = if (df > 0) 2 * pt(-abs(b / se), df) else NaN, low = b - reach * se, high = b + reach * se, df))
  if (model[2] %in% names(terms_of)) {
    w <- regTermTest(m, terms_of[[model[2]]])
    terms_tested <- rbind(terms_tested, data.frame(design, domain = sex, family = model[1], formula = model[2],
      term = terms_of[[model[2]]], value = w$Ftest, p = w$p, df = w$df, df_error = w$ddf))
  }
}
save(slopes, "regressions.csv")
save(terms_tested, "terms.csv")

# Tests: t and Rao-Scott. R seeks the root of the saddlepoint to 1e-8 and cuts broken degrees of freedom to whole
# ones; here the root is sought to the end and they count as they are.
saddlepoint <- function(x, df, a, ddf, ...) {
  a <- c(a, -x / ddf) / max(a); k <- c(df, ddf)
  slope <- function(z) sum(k * a / (1 - 2 * z * a))
  z <- uniroot(slope, c(max(1 / (2 * a[a < 0])), min(1 / (2 * a[a > 0]))) * 0.999999999, tol = 1e-16, maxiter = 10000)$root
  x <- 2 * z * a; n <- 2:21  # sum(k * x / (1 - x)) is 0 at z, and keeps the digits that the logarithms lose near the mean
  bent <- ifelse(abs(x) < 0.1, sapply(x, function(own) sum((1 - 1 / n) * own^n)), log1p(-x) + x / (1 - x))
  w <- sign(z) * sqrt(sum(k * bent)); v <- z * sqrt(2 * sum(k * (a / (1 - 2 * z * a))^2))
  pnorm(w + log(v / w) / w, lower.tail = FALSE)
}
assignInNamespace("pFsum", saddlepoint, "survey")
tests <- NULL
add <- function(design, sex, kind, asked, value, df, df_error, p, estimate = NaN, low = NaN, high = NaN)
  tests <<- rbind(tests, data.frame(design, domain = sex, kind, asked, value = as.numeric(value), df, df_error,
    p = as.numeric(p), estimate, low, high))
for (design in c("simple", "clustered", "two_stage", "jackknife")) for (sex in c("", "male")) {
  part <- part_of(designs[[design]], sex)
  for (asked in c("income ~ 0", "income ~ sex", "age ~ employed", "I(age - hours) ~ 0")) {
    if (sex != "" && (grepl("sex", asked) || design == "jackknife")) next
    # for one mean R takes the degrees of freedom of all rows, for two those that count; ours are those that count
    known <- if (startsWith(asked, "income")) part[which(!is.na(part$variables$income)), ] else part
    x <- svyttest(as.formula(asked), known)
    add(design, sex, "t", asked, x$statistic, x$parameter, NaN, x$p.value, x$estimate, x$conf.int[1], x$conf.int[2])
  }
  for (asked in c("sex + status", "region + employed", "status + region")) {
    if (sex != "" && (grepl("sex", asked) || design == "jackknife")) next
    for (kind in c("F", "Chisq", "Wald", "adjWald", "saddlepoint")) {
      if (kind == "saddlepoint" && design == "jackknife") next
      # R counts all rows in N and in the degrees of freedom; ours are those with both values and a weight
      both <- complete.cases(part$variables[, all.vars(as.formula(paste("~", asked)))]) & part$variables$weight > 0
      x <- svychisq(as.formula(paste("~", asked)), part[which(both), ], statistic = kind)
      df <- as.numeric(x$parameter)
      add(design, sex, kind, asked, x$statistic, if (length(df)) df[1] else NaN, if (length(df) > 1) df[2] else NaN, x$p.value)
    }
  }
}
save(tests, "tests.csv")

# A post-stratified sample. R's errors after post-stratification move with rows of weight 0, so these are left out.
weighted <- svydesign(id = ~town, strata = ~region, weights = ~weight, data = rows[rows$weight > 0, ], nest = TRUE)
post <- postStratify(weighted, ~employed, data.frame(employed = c(0, 1), Freq = c(900, 1300)))
known <- NULL
keep <- function(kind, asked, value, se, p) known <<- rbind(known, data.frame(design = "post", kind, asked, value = as.numeric(value),
  se = as.numeric(se), p = as.numeric(p)))
for (model in models[c(1, 2, 3, 7, 9, 10)]) {
  m <- fitted_twice(model[2], post, switch(model[1], gaussian = gaussian(), binomial = quasibinomial(), poisson = quasipoisson()))
  keep(model[1], model[2], coef(m), SE(m), 2 * pt(-abs(coef(m) / SE(m)), m$df.residual))
}
x <- svyttest(income ~ sex, post); keep("t", "income ~ sex", x$statistic, NaN, x$p.value)
for (kind in c("F", "Wald")) {
  x <- svychisq(~region + employed, post, statistic = kind); keep(kind, "region + employed", x$statistic, NaN, x$p.value)
}
x <- svyquantile(~age, post, 0.5, qrule = guarded("math"))[[1]]; keep("median", "age", x[1], x[4], NaN)
save(known, "poststratified.csv")
