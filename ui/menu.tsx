/** Further acts on one thing, behind one button. React Aria brings roving focus, typing ahead and placement. */
import { Button as AriaButton } from 'react-aria-components/Button'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu'
import { Icon, type IconName } from './icon.tsx'

export interface MenuAct {
  key: string
  label: string
  icon?: IconName
  run: () => void
  isDisabled?: boolean
}

export function Menu({ label, icon = 'down', acts }: { label: string; icon?: IconName; acts: readonly MenuAct[] }) {
  return (
    <MenuTrigger>
      <AriaButton className="btn quiet s">
        {label}
        <Icon name={icon} />
      </AriaButton>
      <Popover className="pop" placement="bottom end">
        <AriaMenu
          aria-label={label}
          disabledKeys={acts.filter((act) => act.isDisabled === true).map((act) => act.key)}
          onAction={(key) => acts.find((act) => act.key === key)?.run()}
        >
          {acts.map((act) => (
            <MenuItem key={act.key} id={act.key} className="pop-item" textValue={act.label}>
              {act.icon !== undefined && <Icon name={act.icon} />}
              {act.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
