'use client'

import { useEffect, useRef, useState } from 'react'

/**
 * Accepts files dropped anywhere on the page or pasted, and calendar files pasted as text outside of fields.
 * @returns whether files are dragged over the page
 */
export function useDrop(onFiles: (files: File[]) => void): boolean {
  const [isOver, setOver] = useState(false)
  const latest = useRef(onFiles)
  useEffect(() => {
    latest.current = onFiles
  })
  useEffect(() => {
    // dragenter and dragleave fire for every element of the page.
    let depth = 0
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => {
      if (hasFiles(event)) setOver(++depth > 0)
    }
    const leave = (event: DragEvent) => {
      if (hasFiles(event)) setOver(--depth > 0)
    }
    const hover = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      latest.current([...event.dataTransfer!.files])
    }
    const paste = ({ clipboardData, target }: ClipboardEvent) => {
      const files = [...(clipboardData?.files ?? [])]
      const text = clipboardData?.getData('text') ?? ''
      if (files.length) latest.current(files)
      else if (isCalendar(text) && !(target as Element).closest?.('input, textarea'))
        latest.current([textFile(text)])
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: hover, drop, paste }
    for (const [name, listen] of Object.entries(listeners)) addEventListener(name, listen as EventListener)
    return () => {
      for (const [name, listen] of Object.entries(listeners))
        removeEventListener(name, listen as EventListener)
    }
  }, [])
  return isOver
}

/** Returns the text as a file. */
export function textFile(text: string, name = ''): File {
  return new File([text], name, { type: 'text/calendar' })
}

function isCalendar(text: string): boolean {
  return /^\s*BEGIN:VCALENDAR/i.test(text)
}
