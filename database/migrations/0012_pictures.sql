-- compat: safe
-- Smaller widths of a picture, made when it is uploaded; and the sweep of bytes that no row names any more.

create table platform.file_width (
  consortium_id uuid not null,
  file_id uuid not null,
  width int not null constraint file_width_positive check (width > 0),
  sha256 text not null,
  size_bytes bigint not null,
  primary key (consortium_id, file_id, width),
  constraint file_width_file foreign key (consortium_id, file_id) references platform.file (consortium_id, id) on delete cascade
);
alter table platform.file_width enable row level security;
alter table platform.file_width force row level security;
create policy tenant on platform.file_width using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert, delete on platform.file_width to hiroba_app;

-- the sweep sees which contents are named, and neither by whom nor as what
create policy sweep on platform.file for select to hiroba_jobs using (true);
create policy sweep on platform.file_width for select to hiroba_jobs using (true);
grant select (sha256) on platform.file, platform.file_width to hiroba_jobs;
