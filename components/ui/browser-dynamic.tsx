'use no memo'

import { type ComponentType, lazy, Suspense } from 'react'

/**
 * Replaces next/dynamic in browsers (see next.config.ts). The original adds the script of the component to the page,
 * which only the server does; in browsers it would do the same as this with 1 kB more JavaScript on every page.
 */
export default function dynamic<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { loading: Loading }: { loading?: ComponentType } = {},
): ComponentType<Props> {
  const Part = lazy(async () => ({ default: await load() }))
  if (!Loading) return Part
  return (props) => (
    <Suspense fallback={<Loading />}>
      <Part {...props} />
    </Suspense>
  )
}
