/** On a hub's page: what is given by lot there, where anything is. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Link } from '#ui/link.tsx'
import { publicLotteriesQuery } from '../../lottery/queries.ts'
import { useSay } from '../say.tsx'
import { LotteryMark, lotteryPeriod } from './facts.tsx'

export function PublicLotteries() {
  const say = useSay()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  const query = useQuery(publicLotteriesQuery(hubKey))
  // most hubs have none, and a page is no poorer for what failed here
  if (query.data === undefined || query.data.items.length === 0) return null
  return (
    <section aria-labelledby="lotteries" className="wrap pb-10">
      <h2 id="lotteries" className="mb-3">
        {say.t('public.lottery.title')}
      </h2>
      <ul className="border-t border-rule">
        {query.data.items.map((lottery) => (
          <li key={lottery.id} className="flex flex-wrap items-center justify-between gap-x-5 gap-y-1 border-b border-rule py-3">
            <div>
              <p>
                <Link to={`/hubs/${hubKey}/lotteries/${lottery.id}`}>
                  <b>{say.local(lottery.names)}</b>
                </Link>
              </p>
              <p className="dense muted">
                {say.facts([
                  lotteryPeriod(say, lottery),
                  `${say.t('public.lottery.closes')} ${say.instant(lottery.closesAt, lottery.timeZone)}`,
                ])}
              </p>
            </div>
            <LotteryMark state={lottery.state} />
          </li>
        ))}
      </ul>
    </section>
  )
}
