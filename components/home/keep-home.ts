import { keepPage } from '@/components/offline/keep-data'
import { canKeepDataOf } from '@/components/offline/offline-user'

/** Stores the home page for reading offline. */
export async function keepHome(props: { viewer: { id: string }; now: number }): Promise<void> {
  if (await canKeepDataOf(props.viewer.id)) await keepPage(props.viewer.id, 'home', props, props.now)
}
