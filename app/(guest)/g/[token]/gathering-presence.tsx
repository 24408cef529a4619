'use client'

import { useState } from 'react'
import { PresentPeople } from '@/components/gatherings/present-people'
import { PageUpdates } from '@/components/guest/page-updates'
import type { GuestPageSource } from '@/lib/realtime/client-of-guest'

/** Keeps the page of a guest up to date, and shows how many people have it open. */
export function GatheringPresence({
  source,
  loadedAt,
}: {
  source: GuestPageSource | null
  loadedAt: number
}) {
  const [ids, setIds] = useState<string[]>([])
  return (
    <>
      <PageUpdates source={source} loadedAt={loadedAt} onPresent={setIds} />
      <PresentPeople ids={ids} participants={[]} />
    </>
  )
}
