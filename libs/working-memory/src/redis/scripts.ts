import { RedisScript } from '@somabrain/redis';
import { ADMISSION_WEIGHTS } from '../admission';
import { RECENCY_STEPS, SALIENCE_WEIGHTS, STEP_MS } from '../salience';
import { CODE_BITS } from '../text-code';

/**
 * A session is a hash: memory id → "place code novelty reward at". `place` counts admissions, so that what came at the same time has an
 * order; `at` is in milliseconds of the clock of Redis. Whoever reads leaves out what is too old; whoever admits removes it.
 */
const KEPT = `
  local key, ttl = KEYS[1], tonumber(ARGV[1])
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  local function kept()
    local fields, found, old = redis.call('HGETALL', key), {}, {}
    for i = 1, #fields, 2 do
      local place, code, novelty, reward, at = string.match(fields[i + 1], '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
      if now - tonumber(at) < ttl then
        found[#found + 1] = { id = fields[i], place = tonumber(place), code = code,
          novelty = tonumber(novelty), reward = tonumber(reward), at = tonumber(at) }
      else
        old[#old + 1] = fields[i]
      end
    end
    table.sort(found, function (a, b) return a.place < b.place end)
    return found, old
  end`;

/** `noveltyOf`, `admissionSignal` and `salience`. */
const FORMULAS = `
  local function ones(bits)
    local count = bits - bit.band(bit.rshift(bits, 1), 0x55555555)
    count = bit.band(count, 0x33333333) + bit.band(bit.rshift(count, 2), 0x33333333)
    count = bit.band(count + bit.rshift(count, 4), 0x0f0f0f0f)
    count = count + bit.rshift(count, 8)
    return bit.band(count + bit.rshift(count, 16), 0x3f)
  end
  local function distance(code, other)
    local sum = 0
    for i = 1, 32, 8 do
      sum = sum + ones(bit.bxor(tonumber(string.sub(code, i, i + 7), 16), tonumber(string.sub(other, i, i + 7), 16)))
    end
    return sum
  end
  local function novelty(code, found)
    local closest = 0
    for _, each in ipairs(found) do
      closest = math.max(closest, math.cos(math.pi * distance(code, each.code) / ${CODE_BITS}))
    end
    return 1 - closest
  end
  local function signal(each, gain, bias)
    return ${ADMISSION_WEIGHTS.novelty} * each.novelty + (${ADMISSION_WEIGHTS.reward} + gain) * each.reward + bias
  end
  local function salience(each)
    local steps = math.max(0, now - each.at) / ${STEP_MS}
    return ${SALIENCE_WEIGHTS.novelty} * each.novelty + ${SALIENCE_WEIGHTS.reward} * each.reward
      + ${SALIENCE_WEIGHTS.recency} * math.exp(-steps / ${RECENCY_STEPS})
  end`;

/**
 * ARGV: time to live, capacity, the gate, then id, code and reward of each memory. Answers how many were let in, how many were evicted, and
 * how many are there.
 */
export const ADMIT = new RedisScript(`${KEPT}${FORMULAS}
  local capacity, gain, bias, threshold = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
  local found, old = kept()
  local place = #found > 0 and found[#found].place or 0
  local admitted, evicted = 0, 0
  for i = 6, #ARGV, 3 do
    local came = { id = ARGV[i], code = ARGV[i + 1], reward = tonumber(ARGV[i + 2]), at = now }
    for position, each in ipairs(found) do
      if each.id == came.id then
        came.novelty, came.known = each.novelty, true
        table.remove(found, position)
        break
      end
    end
    came.novelty = came.novelty or novelty(came.code, found)
    if came.known or signal(came, gain, bias) >= threshold then
      admitted = admitted + 1
      place = place + 1
      came.place = place
      found[#found + 1] = came
      redis.call('HSET', key, came.id, string.format('%d %s %.17g %s %d', place, came.code, came.novelty, ARGV[i + 2], now))
    end
    if #found > capacity then
      local least, lowest = 1, math.huge
      for position, each in ipairs(found) do
        local value = salience(each)
        if value < lowest then least, lowest = position, value end
      end
      redis.call('HDEL', key, table.remove(found, least).id)
      evicted = evicted + 1
    end
  end
  for _, id in ipairs(old) do
    local stays = false
    for _, each in ipairs(found) do stays = stays or each.id == id end
    if not stays then redis.call('HDEL', key, id) end
  end
  redis.call('PEXPIRE', key, ttl)
  return { admitted, evicted, #found }`);

/** ARGV: time to live. Answers id, novelty, reward and age of each memory as texts, the youngest first. */
export const READ = new RedisScript(`${KEPT}
  local found, answer = kept(), {}
  for i = #found, 1, -1 do
    local each = found[i]
    answer[#answer + 1] = each.id
    answer[#answer + 1] = string.format('%.17g', each.novelty)
    answer[#answer + 1] = string.format('%.17g', each.reward)
    answer[#answer + 1] = string.format('%d', now - each.at)
  end
  return answer`);

/** ARGV: time to live, then ids; without any, all. Answers how many were there. */
export const DROP = new RedisScript(`${KEPT}
  local named, dropped = {}, 0
  for i = 2, #ARGV do named[ARGV[i]] = true end
  for _, each in ipairs(kept()) do
    if #ARGV == 1 or named[each.id] then
      redis.call('HDEL', key, each.id)
      dropped = dropped + 1
    end
  end
  return dropped`);
