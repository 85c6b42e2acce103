import {
  createFileNameIndicator,
  deleteFileNameIndicator,
  listRiskIndicatorCategories,
  readRiskIndicatorCategory,
  readRiskIndicatorSubcategory,
  readRiskSettings,
  replaceFileNameIndicator,
  updateRiskSettings,
} from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import type { RiskService } from './service.ts'

export const riskRoutes = (risk: RiskService): readonly Route[] => [
  route(listRiskIndicatorCategories, async ({ caller, query }) => ({
    categories: await risk.tree(caller.tenantId, { isActive: query.isActive, direction: query.sort_direction }),
  })),
  route(readRiskIndicatorCategory, ({ caller, params }) => risk.category(caller.tenantId, params.id)),
  route(readRiskIndicatorSubcategory, ({ caller, params }) =>
    risk.subcategory(caller.tenantId, params.categoryId, params.subcategoryId),
  ),
  route(readRiskSettings, ({ caller }) => risk.settings(caller.tenantId)),
  route(updateRiskSettings, ({ caller, body }) => risk.update(caller, body)),
  route(createFileNameIndicator, ({ caller, body }) => risk.createFileName(caller, body)),
  route(replaceFileNameIndicator, ({ caller, params, body }) => risk.replaceFileName(caller, params.id, body)),
  route(deleteFileNameIndicator, async ({ caller, params }) => {
    await risk.removeFileName(caller, params.id)
    return undefined
  }),
]
