import type { Metadata } from 'next'
import { cookies, headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CalendarPage } from '@/components/calendar/calendar-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { reach } from '@/lib/access/reach'
import { dayOf, isDay } from '@/lib/calendar/day'
import { monthGrid } from '@/lib/calendar/month'
import { packTuples } from '@/lib/calendar/pack'
import { pageUser, viewerOf } from '@/lib/http/actor'
import { range } from '@/lib/queries/range'
import { streamsOf } from '@/lib/queries/streams'
import { realtimeSettings } from '@/lib/realtime/settings'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('app')
  return { title: t('calendar') }
}

export default async function CalendarView({ params }: { params: Promise<{ view: string; date: string }> }) {
  const { view, date } = await params
  if (view !== 'month' || !isDay(date)) notFound()
  const user = await pageUser(`/calendar/${view}/${date}`)
  const grid = monthGrid(date, user.weekStart)
  const reached = await reach(db, { kind: 'user', id: user.id })
  const shown = await range(db, reached, { from: dayOf(grid.from), to: dayOf(grid.to), zone: user.timeZone })
  return (
    <ClientMessages namespaces={['calendar', 'change']}>
      <CalendarPage
        viewer={viewerOf(user)}
        place={{ view, date }}
        now={Date.now()}
        range={{ ...shown, tuples: packTuples(shown) }}
        streams={streamsOf(reached)}
        realtime={realtimeSettings()}
        lanes={await lanesThatFit()}
      />
    </ClientMessages>
  )
}

/** How many events a day's cell holds: as this browser measured it last, or a guess by the kind of device. */
async function lanesThatFit(): Promise<number> {
  const measured = Number((await cookies()).get('lanes')?.value)
  if (measured >= 1 && measured <= 12) return Math.floor(measured)
  return (await headers()).get('user-agent')?.includes('Mobi') ? 4 : 5
}
