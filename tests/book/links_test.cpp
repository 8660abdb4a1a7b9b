#include "tests/book/links.hpp"

#include "tests/book/try_book.hpp"

#include <gmock/gmock.h>

namespace {

using namespace book;
using testing::HasSubstr;

struct LinkCheck : TryBook {
    std::string found() const { return problems_of(check_links(root())); }
    void add(const std::string& text) { put_page(page + "\n" + text + "\n"); }
};

TEST_F(LinkCheck, FindsNothingInABookInOrder) { EXPECT_EQ(found(), ""); }

TEST_F(LinkCheck, FindsADeadLink) {
    add("See [there](nowhere.md).");
    EXPECT_THAT(found(), HasSubstr("(nowhere.md): there is no chapters/01-one/nowhere.md"));
}

TEST_F(LinkCheck, FindsADeadAnchor) {
    add("See [there](#a-turn) and [`there`](exercises/1.1-more/README.md#turn).");
    EXPECT_THAT(
        found(),
        HasSubstr(
            "(exercises/1.1-more/README.md#turn): chapters/01-one/exercises/1.1-more/README.md "
            "has no anchor turn"));
}

TEST_F(LinkCheck, LooksAtNoCodeAndAtNoOtherSite) {
    add("See [there](https://example.org/x) and `[](const auto& x)(y)`.");
    EXPECT_EQ(found(), "");
}

TEST_F(LinkCheck, PicturesAreThere) {
    add("![A turn](pictures/01-turn.svg)");
    EXPECT_THAT(found(), HasSubstr("there is no chapters/01-one/pictures/01-turn.svg"));
}

TEST_F(LinkCheck, PicturesHaveATitleAndAText) {
    put("chapters/01-one/pictures/01-turn.svg", "<svg></svg>");
    add("![](pictures/01-turn.svg)");
    EXPECT_THAT(found(), HasSubstr("a picture without a text"));
    EXPECT_THAT(found(), HasSubstr("01-turn.svg has no <title>"));
}

TEST_F(LinkCheck, PicturesAreTheBooksOwn) {
    add("![A turn](https://example.org/turn.svg)");
    EXPECT_THAT(found(), HasSubstr("a picture of another site"));
}

TEST_F(LinkCheck, PicturesOfOneNameAreOnePicture) {
    const std::string svg = "<svg><title>A turn</title></svg>";
    put("chapters/01-one/pictures/turn.svg", svg);
    put("chapters/02-two/pictures/turn.svg", svg);
    put("chapters/02-two/README.md", "![A turn](pictures/turn.svg)\n");
    add("![A turn](pictures/turn.svg)");
    EXPECT_THAT(found(), HasSubstr("a picture of this name is there already"));
}

TEST_F(LinkCheck, NeighboursAreLinked) {
    put("chapters/02-two/README.md", "[One](../01-one/README.md)\n");
    EXPECT_EQ(problems_of(check_neighbours(chapters(), 1)), "");
    EXPECT_THAT(problems_of(check_neighbours(chapters(), 0)),
                HasSubstr("no link to ../02-two/README.md"));
}

}  // namespace
