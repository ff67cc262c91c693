import * as contract from '../../contract/iam-v3/regions.ts'
import type { Route } from '../wire/route.ts'
import type { IamSettings, Presenters } from './present.ts'

/** The one region that this installation is. */
export const regionRoutes = ({ region }: IamSettings, { linkTo, listLinks }: Presenters): Route[] => [
  {
    operation: contract.listRegions,
    answer: async () => ({
      body: {
        regions: [
          {
            id: region,
            type: 'public',
            description: '',
            parent_region_id: null,
            links: linkTo(`/v3/regions/${region}`),
          },
        ],
        links: listLinks('/v3/regions'),
      },
    }),
  },
]
