// What every translation unit with an actor in it would otherwise parse again.

#pragma once

#include <caf/all.hpp>
#include <caf/io/all.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
