/** On Me: the doors of the day. Nothing for whoever has none. */
import { Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { MyDoors, useMyDoors } from './my-doors.tsx'
import { useSay } from './say.tsx'

export function MyDoorsCard() {
  const say = useSay()
  const query = useMyDoors()
  const isNone = query.data !== undefined && query.data.items.length === 0 && query.data.pins.length === 0
  if (isNone || (query.data === undefined && !query.isLoading && query.error === null)) return null
  return (
    <section aria-labelledby="my-doors">
      <SectionHead id="my-doors" title={say.t('me.card')} more={<Link to="/me/doors">{say.t('me.allOf')}</Link>} />
      <MyDoors empty={null} />
    </section>
  )
}
