import { useLayoutEffect, useRef } from 'react'
import type { Drag } from './drag'
import styles from './drag-ghost.module.css'

/**
 * The title of a dragged event beside the pointer. Positioned without React, so that the grid is not rendered for each
 * pixel.
 */
export function DragGhost({ drag, title, color }: { drag: Drag; title: string; color: string }) {
  const element = useRef<HTMLDivElement>(null)
  const { x, y } = drag
  useLayoutEffect(() => {
    const place = (left: number, top: number) => {
      if (element.current) element.current.style.translate = `${left + 10}px ${top + 8}px`
    }
    place(x, y)
    const onMove = (event: PointerEvent) => place(event.clientX, event.clientY)
    addEventListener('pointermove', onMove)
    return () => removeEventListener('pointermove', onMove)
  }, [x, y])
  const name = drag.to ? styles.ghost : `${styles.ghost} ${styles.outside}`
  return (
    <div className={`${name} c-${color}`} data-ghost="" ref={element} aria-hidden="true">
      {title}
    </div>
  )
}
