-- compat: safe
-- What the holder has been told of each day of a series: the sequence of its booking then. One mail says all that differs.
alter table bookings.series_date add column told_sequence int;
grant update (told_sequence) on bookings.series_date to hiroba_app;
