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
