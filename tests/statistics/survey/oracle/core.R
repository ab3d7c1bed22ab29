# Makes core.csv from people.csv with R survey 4.1-1: Rscript core.R
# Variances of the population, design effects with replacement, lonely units by domain in two stages (also in a regression),
# contrasts.
suppressMessages(library(survey))
rows <- read.csv("people.csv", na.strings = "", stringsAsFactors = TRUE)
rows$panel <- factor(ifelse(rows$age < 40, "young", "old"))
one <- svydesign(id = ~town, strata = ~region, weights = ~weight, data = rows, nest = TRUE)
two <- svydesign(id = ~town + household, strata = ~region, weights = ~weight, fpc = ~towns + households, data = rows, nest = TRUE)
thin <- svydesign(id = ~town + household, strata = ~thin, weights = ~weight, fpc = ~towns + households, data = rows, nest = TRUE)
out <- NULL
note <- function(design, statistic, variable, domain, estimate, se, deff = NA, df = NA)
  out <<- rbind(out, data.frame(design, statistic, variable, domain, estimate = as.vector(estimate),
    se = as.vector(se), deff = as.vector(deff), df = df))
designs <- list(clustered = one, two_stage = two, thin_remove = thin, thin_adjust = thin, thin_average = thin)
for (name in names(designs)) {
  d <- designs[[name]]
  options(survey.lonely.psu = if (startsWith(name, "thin_")) sub("thin_", "", name) else "fail")
  for (sex in c("", "female", "male")) {
    part <- if (sex == "") d else d[which(d$variables$sex == sex), ]
    known <- subset(part, !is.na(income))
    v <- svyvar(~income, known)
    note(name, "variance", "income", sex, coef(v), SE(v), df = degf(known))
    m <- svymean(~income, known, deff = "replace")
    note(name, "mean", "income", sex, coef(m), SE(m), deff(m), degf(known))
    m <- svytotal(~income, known, deff = "replace")
    note(name, "total", "income", sex, coef(m), SE(m), deff(m), degf(known))
    m <- svyglm(income ~ 1, known)
    note(name, "intercept", "income", sex, coef(m), SE(m), df = degf(known))
    m <- svymean(~age, part, deff = "replace")
    note(name, "mean", "age", sex, coef(m), SE(m), deff(m), degf(part))
  }
  known <- d[which(!is.na(d$variables$sex) & !is.na(d$variables$income)), ]
  by <- svyby(~income, ~sex, known, svymean, covmat = TRUE)
  both <- degf(known)
  add <- function(kind, x) note(name, kind, "income", "", coef(x), SE(x), df = both)
  add("difference", svycontrast(by, c(male = 1, female = -1)))
  add("quotient", svycontrast(by, quote(male / female)))
  add("log", svycontrast(by, quote(log(male / female))))
  wide <- svyby(~income, ~sex + panel, known, svymean, covmat = TRUE)
  add("gap of gaps", svycontrast(wide, c(male.young = 1, female.young = -1, male.old = -1, female.old = 1)))
  paid <- update(subset(d, !is.na(income)), woman = as.numeric(!is.na(sex) & sex == "female"), one = 1)
  paid <- update(paid, hers = income * woman)
  x <- svycontrast(svytotal(~hers + woman + income + one, paid), quote(hers / woman - income / one))
  note(name, "part less whole", "income", "", coef(x), SE(x), df = degf(paid))
  two_means <- svymean(~income + age, subset(d, !is.na(income)))
  x <- svycontrast(two_means, c(income = 1, age = -2))
  note(name, "difference of variables", "income", "", coef(x), SE(x), df = degf(subset(d, !is.na(income))))
  x <- svycontrast(two_means, quote(income / age))
  note(name, "quotient of variables", "income", "", coef(x), SE(x), df = degf(subset(d, !is.na(income))))
}
write.csv(format(out, digits = 17, trim = TRUE), "core.csv", row.names = FALSE, quote = FALSE)
