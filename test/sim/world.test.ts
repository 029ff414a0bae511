import { describe, expect, test } from 'vitest';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { thermostatModelOf } from '#firmware/signals/index.js';
