-- compat: safe
-- A paper that was shown at the counter and not copied: noted with the application, as an uploaded one is.

alter table bookings.registration_step
  drop constraint registration_step_kind,
  add constraint registration_step_kind check (kind in
    ('asked', 'answered', 'returned', 'accepted', 'refused', 'renewal-asked', 'renewed', 'blocked', 'unblocked', 'withdrawn', 'proof-added', 'proof-seen'));
