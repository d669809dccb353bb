-- compat: safe
-- Corrections are shown to whom they are about, the latest first.
create index correction_about on presence.correction (consortium_id, subject_id, id);
