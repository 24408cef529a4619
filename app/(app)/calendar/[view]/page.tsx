import { notFound } from 'next/navigation'
import { isView } from '@/lib/calendar/views'
import { type PageQuery, redirectToToday } from '../today'

/** Opens today in a view. */
export default async function CalendarViewToday({
  params,
  searchParams,
}: {
  params: Promise<{ view: string }>
  searchParams: PageQuery
}) {
  const { view } = await params
  if (!isView(view)) notFound()
  await redirectToToday(`/calendar/${view}`, view, searchParams)
}
