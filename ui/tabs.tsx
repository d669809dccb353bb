/** Views of one thing on one page. React Aria brings the keyboard: arrows, Home, End. */
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'
import type { ReactNode } from 'react'

export interface TabView {
  key: string
  label: ReactNode
  content: ReactNode
}

export function Tabs({
  label,
  views,
  value,
  onChange,
}: {
  label: string
  views: readonly TabView[]
  value?: string
  onChange?: (key: string) => void
}) {
  return (
    <AriaTabs selectedKey={value} onSelectionChange={(key) => onChange?.(String(key))}>
      <TabList aria-label={label} className="tablist">
        {views.map((view) => (
          <Tab key={view.key} id={view.key}>
            {view.label}
          </Tab>
        ))}
      </TabList>
      {views.map((view) => (
        <TabPanel key={view.key} id={view.key} className="pt-6">
          {view.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
