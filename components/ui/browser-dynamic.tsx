'use no memo'

import { type ComponentType, lazy, Suspense } from 'react'

/**
 * Replaces next/dynamic in browsers (see next.config.ts), which saves 1 kB of JavaScript on every page. The server
 * needs the original, which also adds the script of the component to the page.
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
