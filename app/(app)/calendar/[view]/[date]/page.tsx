import type { Metadata } from 'next'
import { cookies, headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CalendarPage } from '@/components/calendar/calendar-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import type { Reach } from '@/lib/access/reach'
import { dayOf, isDay } from '@/lib/calendar/day'
import { packRange } from '@/lib/calendar/pack'
import { VIEW_COOKIES } from '@/lib/calendar/view-cookies'
import { isView, listedView, loadedDaysOfView } from '@/lib/calendar/views'
import { pageUser, requestActor, requestReach, viewerOf } from '@/lib/http/actor'
import { gatheringStreams } from '@/lib/queries/gathering-streams'
import { peopleView } from '@/lib/queries/people-view'
import { personColors } from '@/lib/queries/person-colors'
import { range } from '@/lib/queries/range'
import { streamsOf } from '@/lib/queries/streams'
import { realtimeSettings } from '@/lib/realtime/settings'
import type { PeopleViewData } from '@/lib/schemas/event-people'
import type en from '@/messages/en'
import { type PageQuery, queryText } from '../../today'
// The styles of all views, which would otherwise load with the scripts of the views, after the page was painted.
// Imported here, so that the names of their classes are not part of the page's script.
import '@/components/calendar/agenda.module.css'
import '@/components/calendar/agenda-day.module.css'
import '@/components/calendar/agenda-entry.module.css'
import '@/components/calendar/all-day-strip.module.css'
import '@/components/calendar/block.module.css'
import '@/components/calendar/block-state.module.css'
import '@/components/calendar/block-text.module.css'
import '@/components/calendar/chip.module.css'
import '@/components/calendar/crowd.module.css'
import '@/components/calendar/day-column.module.css'
import '@/components/calendar/gutter.module.css'
import '@/components/calendar/hours.module.css'
import '@/components/calendar/lanes.css'
import '@/components/calendar/month.module.css'
import '@/components/calendar/now.module.css'
import '@/components/calendar/other-calendar-marks.module.css'
import '@/components/calendar/people-day.module.css'
import '@/components/calendar/people-view.module.css'
import '@/components/calendar/people-week.module.css'
import '@/components/calendar/person-chips.module.css'
import '@/components/calendar/year.module.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('app')
  return { title: t('calendar') }
}

export default async function CalendarView({
  params,
  searchParams,
}: {
  params: Promise<{ view: string; date: string }>
  searchParams: PageQuery
}) {
  const { view, date } = await params
  if (!isView(view) || !isDay(date)) notFound()
  const user = await pageUser(`/calendar/${view}/${date}${await queryText(searchParams)}`)
  const { from, to } = loadedDaysOfView(view, date, user.weekStart)
  const { reach } = await requestReach()
  const days = { from: dayOf(from), to: dayOf(to), zone: user.timeZone }
  const isPeople = listedView(view) === 'people'
  const isByPerson = view !== 'year' && (await cookies()).get(VIEW_COOKIES.colorBy)?.value === 'person'
  const [{ locations, ...shown }, people, colors] = await Promise.all([
    range(db, reach, days),
    isPeople ? shownPeople(reach, days) : undefined,
    isByPerson ? personColors(db, reach, days) : undefined,
  ])
  const holding = shown.holds?.map(([gathering]) => gathering) ?? []
  const streams = { ...streamsOf(reach), ...(await gatheringStreams(db, user.id, holding)) }
  return (
    <ClientMessages namespaces={isPeople ? NAMESPACES_OF_PEOPLE : NAMESPACES}>
      <CalendarPage
        viewer={viewerOf(user)}
        route={{ view, date }}
        now={Date.now()}
        // Locations are not shown in years and months.
        range={packRange(view === 'year' || view === 'month' || !locations ? shown : { ...shown, locations })}
        people={people}
        personColors={colors}
        groups={reach.groups.map(({ id, name }) => [id, name])}
        streams={streams}
        realtime={realtimeSettings()}
        lanes={await storedLanes()}
        hasSideBar={(await cookies()).get(VIEW_COOKIES.sideBar)?.value !== '0'}
        nonce={await pageNonce()}
      />
    </ClientMessages>
  )
}

const NAMESPACES = ['calendar', 'change'] satisfies (keyof typeof en)[]
const NAMESPACES_OF_PEOPLE = ['calendar', 'change', 'peopleView'] satisfies (keyof typeof en)[]

/** Returns the people of the group that was last shown, else of the first; undefined without a group. */
async function shownPeople(
  reach: Reach,
  days: Parameters<typeof peopleView>[3],
): Promise<PeopleViewData | undefined> {
  const last = (await cookies()).get(VIEW_COOKIES.group)?.value
  const shown = reach.groups.find(({ id }) => id === last) ?? reach.groups[0]
  if (!shown) return undefined
  const actor = await requestActor()
  return db.transaction(async (tx) =>
    peopleView(tx, await grant(tx, actor, 'read', 'group', shown.id), reach, days),
  )
}

/** Returns the number of event rows in a cell of the month: as this browser last measured it, or 3 by default. */
async function storedLanes(): Promise<number> {
  const measured = Number((await cookies()).get(VIEW_COOKIES.lanes)?.value)
  return measured >= 1 && measured <= 12 ? Math.floor(measured) : 3
}

/** Returns the CSP nonce that the request guard chose for this page (lib/server/policy.mjs). */
async function pageNonce(): Promise<string | undefined> {
  return /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1]
}
