-- compat: safe
-- A closing minute that is changed holds from a later night on; nights before it end when they did: [{until, minute}], the day it held until.
alter table presence.hub_rule add column earlier jsonb not null default '[]';
