// What every test would otherwise parse again.

#pragma once

#include "tools/cmake/pch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
