from core.markdown import Picture, pictures_named_in, render_markdown

DOOR = Picture(url="/training/learn/safe-use/images/door/", alternative="A door with a QR code")


class TestRenderMarkdown:
    def test_shows_a_picture_by_its_name_with_its_own_words(self):
        drawn = render_markdown("See ![anything](door).", pictures={"door": DOOR})

        assert f'<img src="{DOOR.url}" alt="{DOOR.alternative}">' in drawn

    def test_leaves_out_pictures_from_elsewhere(self):
        drawn = render_markdown(
            "![x](https://tracker.example/1.png) ![y](data:image/png;base64,AA) ![z](other)",
            pictures={"door": DOOR},
        )

        assert "<img" not in drawn

    def test_takes_no_html(self):
        drawn = render_markdown('<img src=x onerror="alert(1)"> [a](javascript:alert(1))')

        assert "<img" not in drawn
        assert "javascript" not in drawn.split("href")[-1] or "href" not in drawn


class TestPicturesNamedIn:
    def test_finds_them_in_order(self):
        assert pictures_named_in("![a](one)\n\n- ![b](two)\n\n`![c](three)`") == ["one", "two"]
