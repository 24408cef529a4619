'use client'

import { later } from '@/components/shell/later'

/** The home page, whose code the calendar does not need. Its messages are those of the page around it. */
export const KeptHome = later(() => import('@/components/home/home-page').then((all) => all.HomePage), [])
