-- compat: safe
-- Which pictures are known to say nothing of place and device (ADR 0013): what was kept before is gone through once.

alter table platform.file add column is_stripped boolean not null default false;
create index file_to_strip on platform.file (consortium_id, id) where not is_stripped and media_type like 'image/%';
-- the sweep sees which files of which tenant are pictures that nobody has looked at, and neither names nor owners
grant select (consortium_id, id, media_type, is_stripped) on platform.file to hiroba_jobs;
