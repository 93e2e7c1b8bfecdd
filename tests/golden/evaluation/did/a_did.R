# Callaway-Sant'Anna: did::att_gt + aggte.   Rscript a_did.R
source("common.R"); suppressMessages(library(did))
one <- function(d, y, t, id, g, xf, em, cg, bp, ant = 0, unb = FALSE, panel = TRUE, w = NULL, fast = FALSE, cl = NULL) withw({
  a <- att_gt(yname = y, tname = t, idname = id, gname = g, xformla = xf, data = d, est_method = em, control_group = cg,
              base_period = bp, anticipation = ant, bstrap = FALSE, cband = FALSE, allow_unbalanced_panel = unb, panel = panel,
              weightsname = w, clustervars = cl, faster_mode = fast, print_details = FALSE)
  ag <- lapply(setNames(nm = c("simple", "group", "dynamic", "calendar")), function(ty) attempt({
    s <- aggte(a, type = ty, na.rm = TRUE, bstrap = FALSE, cband = FALSE)
    r <- list(overall_att = s$overall.att, overall_se = s$overall.se)
    if (ty != "simple") r <- c(r, list(egt = A(s$egt), att = A(s$att.egt), se = A(s$se.egt))); r }))
  list(n = a$n, W = a$W, Wpval = a$Wpval, att_gt = list(group = A(a$group), t = A(a$t), att = A(a$att), se = A(a$se)), aggte = ag)
})
res <- list()
for (ds in c("mpdta", "panel47")) for (x in c("none", "cov")) for (em in c("reg", "ipw", "dr")) for (cg in c("nevertreated", "notyettreated")) for (bp in c("varying", "universal")) {
  if (ds == "mpdta") r <- one(mpdta, "lemp", "year", "countyreal", "first_treat", if (x == "none") ~1 else ~lpop, em, cg, bp)
  else r <- one(panel, "y", "year", "unit", "first_treated", if (x == "none") ~1 else ~x1, em, cg, bp)
  res[[paste(ds, if (x == "none") "~1" else if (ds == "mpdta") "~lpop" else "~x1", em, cg, bp, sep = "|")]] <- r
}
for (cg in c("nevertreated", "notyettreated")) {
  res[[paste("panel47|~1|dr", cg, "varying|anticipation1", sep = "|")]] <- one(panel, "y", "year", "unit", "first_treated", ~1, "dr", cg, "varying", ant = 1)
  res[[paste("panel47|~1|dr", cg, "universal|anticipation1", sep = "|")]] <- one(panel, "y", "year", "unit", "first_treated", ~1, "dr", cg, "universal", ant = 1)
  for (em in c("reg", "ipw", "dr")) for (xx in c("~1", "~x1")) for (unb in c(TRUE, FALSE))
    res[[paste("gaps47", xx, em, cg, "varying", paste0("allow_unbalanced_", unb), sep = "|")]] <- one(gaps, "y", "year", "unit", "first_treated", as.formula(xx), em, cg, "varying", unb = unb)
  res[[paste("panel47|~1|dr", cg, "varying|panelFALSE(repeated cross sections)", sep = "|")]] <- one(panel, "y", "year", "unit", "first_treated", ~1, "dr", cg, "varying", panel = FALSE)
}
panel$w <- 1 + (panel$unit %% 5) / 4     # sampling weights, constant in time: w = 1 + (unit mod 5)/4
res[["panel47|~x1|dr|nevertreated|varying|weights 1+(unit mod 5)/4"]] <- one(panel, "y", "year", "unit", "first_treated", ~x1, "dr", "nevertreated", "varying", w = "w")
for (cg in c("nevertreated", "notyettreated")) for (xx in c("~1", "~x1")) res[[paste("panel47", xx, "dr", cg, "varying|clustervars=block", sep = "|")]] <- one(panel, "y", "year", "unit", "first_treated", as.formula(xx), "dr", cg, "varying", cl = "block")
f <- one(panel, "y", "year", "unit", "first_treated", ~x1, "dr", "nevertreated", "varying", fast = TRUE)
fd <- max(abs(f$att_gt$se - res[["panel47|~x1|dr|nevertreated|varying"]]$att_gt$se), na.rm = TRUE)
put(list(meta = list(versions = ver("did", "DRDID", "BMisc", "fastglm", "data.table"), call = "att_gt(bstrap=FALSE, cband=FALSE, faster_mode=FALSE); aggte(na.rm=TRUE, bstrap=FALSE, cband=FALSE)",
  key = "dataset|xformla|est_method|control_group|base_period[|extra]", faster_mode_max_se_diff = fd), results = res), "did.json")
