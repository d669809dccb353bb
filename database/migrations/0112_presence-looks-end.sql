-- compat: safe
-- Records of who looked are kept for 400 days, as long as visits are compared; the night closing lets go of older ones.

grant delete on presence.look to hiroba_app;
