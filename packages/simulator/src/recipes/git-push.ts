import { privateAddress } from '../places.ts'
import { drawFor, type Recipe, type Scene } from '../scene.ts'
import { pushTo, tracePush } from '../traces/git.ts'

const codeKinds = ['ts', 'py', 'go', 'java', 'js', 'sql', 'yaml', 'json'] as const
const settingKinds = ['sh', 'yaml', 'json'] as const

/** One push: several files under one git event. */
export const gitPush: Recipe = {
  name: 'git-push',
  share: 1.6,
  mostFiles: 8,
  begin: (scene) => {
    const own = scene.random.chance(0.05) ? scene.habits.ownRepository : null
    const push = own ? pushTo(scene, own, 'dotfiles/', privateAddress(scene.person)) : companyPush(scene)
    const kinds = own ? settingKinds : codeKinds
    return (instant, id) => tracePush(scene, instant, id, drawFor(scene, instant, kinds), push)
  },
}

const companyPush = (scene: Scene) => {
  const project = scene.random.pick(scene.habits.projects)
  return pushTo(scene, project.repository, `src/${project.name.toLowerCase().replace(' ', '-')}/`)
}
