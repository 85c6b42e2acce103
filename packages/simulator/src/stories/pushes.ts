import type { Random } from '../random.ts'
import type { Scene } from '../scene.ts'
import type { Push } from '../traces/git.ts'

/** The files of one push share its facts. A scene means one telling of the story. */
export const oncePerPush = (make: (scene: Scene) => Push): ((scene: Scene) => Push) => {
  let last: { readonly random: Random; readonly push: Push } | undefined
  return (scene) => {
    if (last?.random !== scene.random) last = { random: scene.random, push: make(scene) }
    return last.push
  }
}
