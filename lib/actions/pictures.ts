'use server'

import * as pictures from '@/lib/commands/pictures'
import { act } from '@/lib/http/action'

export async function removePicture(input: unknown) {
  return act(pictures.removePicture, input)
}
