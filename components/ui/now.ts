'use client'
'use no memo'

import { useEffect, useState } from 'react'
import { MINUTE, type WallMs } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/wall-time'

/** Returns the viewer's wall time, updated every minute. `initial`: the instant at which the server rendered. */
export function useNow(initial: number, zone: string): WallMs {
  const [now, setNow] = useState(initial)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      setNow(Date.now())
      timer = setTimeout(tick, MINUTE - (Date.now() % MINUTE))
    }
    timer = setTimeout(tick, MINUTE - (Date.now() % MINUTE))
    return () => clearTimeout(timer)
  }, [])
  return wallAt(now - (now % MINUTE), zone)
}
