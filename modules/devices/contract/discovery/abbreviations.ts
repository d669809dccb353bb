/**
 * Short names in announcements of Home Assistant's form, as its documentation lists them: those of the parts a hub can use, of
 * what all parts share, of the device and of the origin. A short name of a lamp or an air conditioner leads nowhere here.
 */
const short = (lines: string): ReadonlyMap<string, string> =>
  new Map(
    lines
      .trim()
      .split(/\s+/)
      .map((pair) => pair.split('=') as [string, string]),
  )

export const componentNames = short(`
  avty=availability avty_mode=availability_mode avty_t=availability_topic avty_tpl=availability_template
  pl_avail=payload_available pl_not_avail=payload_not_available
  cmd_t=command_topic cmd_tpl=command_template stat_t=state_topic stat_tpl=state_template stat_val_tpl=state_value_template
  val_tpl=value_template t=topic tpl=template cmps=components p=platform dev=device o=origin
  dev_cla=device_class ent_cat=entity_category ent_pic=entity_picture en=enabled_by_default ic=icon e=encoding
  exp_aft=expire_after frc_upd=force_update off_dly=off_delay obj_id=object_id def_ent_id=default_entity_id uniq_id=unique_id
  opt=optimistic ret=retain q=qos ops=options
  pl_lock=payload_lock pl_unlk=payload_unlock pl_open=payload_open cod_form=code_format
  stat_locked=state_locked stat_unlocked=state_unlocked stat_locking=state_locking stat_unlocking=state_unlocking stat_jam=state_jammed
  pl=payload pl_on=payload_on pl_off=payload_off stat_on=state_on stat_off=state_off
  pl_home=payload_home pl_not_home=payload_not_home pl_rst=payload_reset src_type=source_type
  evt_typ=event_types atype=automation_type stype=subtype
  stat_cla=state_class unit_of_meas=unit_of_measurement sug_dsp_prc=suggested_display_precision
  lrst_t=last_reset_topic lrst_val_tpl=last_reset_value_template
  json_attr=json_attributes json_attr_t=json_attributes_topic json_attr_tpl=json_attributes_template
  bat_lev_t=battery_level_topic bat_lev_tpl=battery_level_template
`)

export const deviceNames = short(`
  cns=connections cu=configuration_url ids=identifiers mf=manufacturer mdl=model mdl_id=model_id hw=hw_version sw=sw_version
  sa=suggested_area sn=serial_number
`)

export const originNames = short(`sw=sw_version url=support_url`)

export const availabilityNames = short(
  `t=topic tpl=value_template val_tpl=value_template pl_avail=payload_available pl_not_avail=payload_not_available`,
)

/** In long names; where both stand, the long one counts. */
export function inFull(object: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>): Record<string, unknown> {
  const full: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(object)) {
    const name = names.get(key) ?? key
    if (name === key || !Object.hasOwn(object, name)) full[name] = value
  }
  return full
}

/** `~` at the beginning or the end of a topic stands for the base topic. */
export function withBase(object: Record<string, unknown>, base: string | undefined): Record<string, unknown> {
  if (base === undefined) return object
  const whole: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === 'string' && /(^|_)topic$/.test(key)) {
      const start = value.startsWith('~') ? base + value.slice(1) : value
      whole[key] = start.endsWith('~') ? start.slice(0, -1) + base : start
    } else whole[key] = value
  }
  return whole
}
