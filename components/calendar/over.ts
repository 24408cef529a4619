'use client'

import { useEffect, useRef } from 'react'

/**
 * Lets the Back of a browser or a phone close what lies over the page, instead of leaving the page: it has an entry of
 * its own in the history, which goes when it is closed otherwise.
 */
export function useBackCloses(onClose: () => void): void {
  const latest = useRef(onClose)
  useEffect(() => {
    latest.current = onClose
  })
  useEffect(() => {
    history.pushState({ over: true }, '', location.href)
    const onPop = () => latest.current()
    addEventListener('popstate', onPop)
    return () => {
      removeEventListener('popstate', onPop)
      if (history.state?.over) history.back()
    }
  }, [])
}
